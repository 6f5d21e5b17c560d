// Says a sentence to those who listen, and shows nothing.
export const announce = (text) => {
  const live = document.getElementById("live")
  if (live) live.textContent = text
}
