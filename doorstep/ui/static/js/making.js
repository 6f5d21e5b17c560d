// Makes a record in a dialog for the field that did not find it; `keep` gets what was made.
export const makeForField = (url, id, keep) => {
  const made = ({ detail }) => detail.for === id && keep(detail.value, detail.shown)
  document.addEventListener("made-for-field", made, { once: true })
  htmx.ajax("GET", `${url}&for=${id}`, { target: "#dialog", swap: "beforeend" })
}
