// The small form in place of a fact: Enter or leaving saves, Escape puts back what was there.
customElements.define("inline-edit", class extends HTMLElement {
  #settled = false
  #place

  connectedCallback() {
    const field = this.querySelector("input:not([type=hidden]), select, textarea")
    this.#place = this.parentElement.closest("[id]")?.id
    field?.focus()
    field?.select?.()
    this.addEventListener("keydown", this.#key)
    this.addEventListener("focusout", this.#left)
    this.addEventListener("change", (event) => event.target.matches("combo-box [type=hidden]") && this.#save())
    this.addEventListener("submit", () => (this.#settled = true))
  }

  // Who saved by key goes on from the value; who went elsewhere is left there.
  disconnectedCallback() {
    setTimeout(() => {
      const isLost = document.activeElement === document.body
      if (isLost) document.getElementById(this.#place)?.querySelector("a.edit, a.cell-edit")?.focus()
    })
  }

  #key = (event) => {
    if (event.key === "Escape") {
      event.stopPropagation()
      event.preventDefault()
      this.#settled = true
      this.querySelector("[data-cancel]").click()
    }
  }

  #left = (event) => {
    const hasError = this.querySelector(".field__error")
    if (this.#settled || hasError || this.contains(event.relatedTarget)) return
    if (document.hasFocus() && !document.querySelector("dialog.dialog[open]")) this.#save()
  }

  #save() {
    if (!this.#settled) this.querySelector("form")?.requestSubmit()
  }
})
