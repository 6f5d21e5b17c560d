// On a phone a record's three zones are tabs.
customElements.define("record-panes", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => this.#show(event.target.closest("[role=tab]")))
    this.addEventListener("keydown", this.#key)
  }

  #key = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    const at = this.#tabs.indexOf(document.activeElement)
    if (step) this.#show(this.#tabs[(at + step + this.#tabs.length) % this.#tabs.length])
  }

  #show(tab) {
    if (!tab) return
    this.#tabs.forEach((each) => {
      each.ariaSelected = String(each === tab)
      each.tabIndex = each === tab ? 0 : -1
    })
    tab.focus()
    this.closest("[data-pane]").dataset.pane = this.#tabs.indexOf(tab)
  }

  get #tabs() {
    return [...this.querySelectorAll("[role=tab]")]
  }
})
