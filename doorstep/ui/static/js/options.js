// A list of options under a field: one of them is chosen, and the field says which.
export const chosenOption = (options) => options.findIndex((option) => option.ariaSelected === "true")

export const chooseOption = (options, wanted, input) => {
  if (!options.length) return
  const at = (wanted + options.length) % options.length
  options.forEach((option, index) => option.setAttribute("aria-selected", index === at))
  input.setAttribute("aria-activedescendant", options[at].id)
  options[at].scrollIntoView({ block: "nearest" })
}
