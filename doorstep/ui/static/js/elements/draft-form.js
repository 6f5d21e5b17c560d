// A draft while one types: the server reckons, and what it answers is put in its place, unless
// something newer was typed meanwhile or the place is where one types.
customElements.define("draft-form", class extends HTMLElement {
  #isTyped = false

  connectedCallback() {
    this.addEventListener("input", this.#typed)
    this.addEventListener("change", this.#changed)
    this.addEventListener("htmx:oobBeforeSwap", this.#keepFocus)
    this.form.addEventListener("htmx:beforeRequest", this.#asks)
    this.form.addEventListener("htmx:beforeSwap", this.#answered)
    this.form.addEventListener("htmx:oobAfterSwap", this.#added)
  }

  #typed = (event) => {
    if (event.target.role === "combobox") return event.stopPropagation() // a search, not a value
    this.#isTyped = true
    const state = document.getElementById("doc-state")
    if (state) state.textContent = state.dataset.typed
  }

  #changed = (event) => {
    this.#typed(event)
    const said = new FormData(this.form)
    const asks = new URLSearchParams(["party", "price_list"].map((name) => [name, said.get(name) ?? ""]))
    const adds = this.querySelector("#doc-add").closest("combo-box")
    adds.dataset.url = `${adds.dataset.url.split("?")[0]}?${asks}` // prices are this buyer's
  }

  #asks = () => { this.#isTyped = false }

  #answered = (event) => {
    if (this.#isTyped) event.detail.shouldSwap = false // another answer is on its way
  }

  #keepFocus = (event) => {
    const { target } = event.detail
    if (target.id !== "doc-lines" && target.contains(document.activeElement)) event.detail.shouldSwap = false
  }

  #added = (event) => {
    if (event.detail.target.id !== "doc-lines") return
    for (const id of ["doc-add", "doc-copy"]) {
      const field = document.getElementById(id)
      field.value = field.closest("combo-box").querySelector("[type=hidden]").value = ""
    }
    this.querySelector(".doc__earlier").open = false
    const next = document.getElementById(document.getElementById("doc-lines").dataset.focus)
    next?.focus()
    next?.select()
  }

  get form() { return this.closest("form") }
})
