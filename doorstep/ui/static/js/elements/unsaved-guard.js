// In a form: what is typed there is not left by mistake. <unsaved-guard data-says="Leave all the same?">;
// data-typed: something is there already that is not saved.
customElements.define("unsaved-guard", class extends HTMLElement {
  #isTyped = false
  #form

  connectedCallback() {
    this.#isTyped = "typed" in this.dataset
    this.#form = this.closest("form")
    for (const name of ["input", "change", "sorted"]) this.#form.addEventListener(name, this.#typed)
    this.#form.addEventListener("submit", this.#sent)
    addEventListener("beforeunload", this.#leaving)
    document.addEventListener("htmx:confirm", this.#going)
  }

  disconnectedCallback() {
    removeEventListener("beforeunload", this.#leaving)
    document.removeEventListener("htmx:confirm", this.#going)
  }

  #typed = () => { this.#isTyped = true }

  #sent = () => { this.#isTyped = false }

  #leaving = (event) => { if (this.#isTyped) event.preventDefault() }

  #going = (event) => { // a link that htmx follows replaces the page, and nothing is unloaded
    const { elt, target } = event.detail
    if (!this.#isTyped || elt === this.#form || !target.contains(this)) return
    event.preventDefault()
    if (!window.confirm(this.dataset.says)) return
    this.#isTyped = false
    event.detail.issueRequest(true)
  }
})
