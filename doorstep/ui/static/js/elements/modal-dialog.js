// Opens the dialog it brings. Escape, the backdrop and [data-close] end it; focus goes back.
customElements.define("modal-dialog", class extends HTMLElement {
  #opener

  connectedCallback() {
    const dialog = this.querySelector("dialog")
    this.#opener = document.activeElement
    dialog.removeAttribute("open")
    dialog.showModal()
    dialog.querySelector("[autofocus], .form input:not([type=hidden])")?.focus()
    dialog.addEventListener("close", this.#leave)
    this.addEventListener("click", this.#click)
    this.addEventListener("keydown", this.#key)
  }

  #click = (event) => {
    const dialog = this.querySelector("dialog")
    const closer = event.target.closest("[data-close]")
    if (event.target !== dialog && !closer) return
    if (closer && !this.#isOverPage) return // on a page of its own the link leads back
    event.preventDefault()
    dialog.close()
  }

  #key = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      this.querySelector("form")?.requestSubmit()
    }
    if (event.key === "Enter" && event.target.matches("dialog, .peek__body")) {
      this.querySelector("header a")?.click()
    }
  }

  #leave = () => {
    if (!this.#isOverPage) return this.querySelector("a[data-close]")?.click()
    this.remove()
    this.#whoOpened?.focus()
  }

  // An entry of a menu that has closed since cannot have the focus: its button can.
  get #whoOpened() {
    const menu = this.#opener?.closest("[popover]")
    const found = menu ? document.querySelector(`[popovertarget="${menu.id}"]`) : this.#opener
    return found?.isConnected ? found : null
  }

  get #isOverPage() {
    return this.parentElement?.id === "dialog"
  }
})
