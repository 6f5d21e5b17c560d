// What stands above a form that was filled with what one had typed before; its button lets that go.
export const draftNote = (says, discard, letGo) => {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn--ghost btn--sm", textContent: discard })
  const note = Object.assign(document.createElement("p"), { className: "typed", role: "status", textContent: says })
  button.onclick = () => (note.remove(), letGo())
  note.append(button)
  return note
}
