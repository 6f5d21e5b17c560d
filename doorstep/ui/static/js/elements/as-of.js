// A range over the versions of a record: says which day is shown while it moves, goes there when it
// rests. data-days holds their names, data-urls where they are; Escape goes back to today.
customElements.define("as-of", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", this.#tell)
    this.addEventListener("change", this.#go)
    this.addEventListener("click", this.#step)
    document.addEventListener("keydown", this.#key)
    this.#tell()
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#key)
  }

  #tell = () => {
    const day = this.range.dataset.days?.split("|")[this.range.value] ?? ""
    this.range.setAttribute("aria-valuetext", day)
    const output = this.querySelector("output")
    if (output) output.textContent = day
  }

  #go = () => {
    const url = this.range.dataset.urls?.split("|")[this.range.value]
    if (url) htmx.ajax("GET", url, { target: "body", swap: "innerHTML" }).then(() => history.pushState({}, "", url))
  }

  #step = (event) => {
    const step = event.target.closest("[data-step]")?.dataset.step
    if (!step) return
    this.range.value = Number(this.range.value) + Number(step)
    this.#tell()
    this.#go()
  }

  #key = (event) => {
    const back = document.querySelector("[data-as-of] a[data-today]")
    if (event.key === "Escape" && back && !document.querySelector("dialog[open], :popover-open")) back.click()
  }

  get range() {
    return this.querySelector("input[type=range]")
  }
})
