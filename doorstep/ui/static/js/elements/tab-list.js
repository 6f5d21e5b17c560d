// Sections one sees one at a time: arrows move between the tabs, each shows its panel.
customElements.define("tab-list", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this.#press)
    this.addEventListener("keydown", this.#key)
  }

  #press = (event) => {
    const tab = event.target.closest("[role=tab]")
    if (!tab) return
    event.preventDefault() // a tab that is a link leads there only where nobody listens
    this.#show(tab)
  }

  #key = (event) => {
    const tabs = this.#tabs
    const at = tabs.indexOf(document.activeElement)
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key]
    if (at < 0 || next === undefined) return
    event.preventDefault()
    this.#show(tabs[(next + tabs.length) % tabs.length])
  }

  #show(tab) {
    this.#tabs.forEach((each) => {
      each.ariaSelected = String(each === tab)
      each.tabIndex = each === tab ? 0 : -1
    })
    tab.focus()
    const at = this.#tabs.indexOf(tab)
    this.querySelectorAll(":scope > [role=tabpanel]").forEach((panel, index) => {
      panel.hidden = index !== at
      if (index === at) panel.dispatchEvent(new Event("shown"))
    })
  }

  get #tabs() {
    return [...this.querySelectorAll(":scope > [role=tablist] [role=tab]")]
  }
})
