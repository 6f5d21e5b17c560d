// Filters open under what was pressed: every [data-filter] link is asked for in here.
customElements.define("filter-pop", class extends HTMLElement {
  #link

  connectedCallback() {
    this.closest("[id=list], main").addEventListener("click", this.#open, true)
    this.addEventListener("htmx:afterSettle", this.#settle)
    this.addEventListener("htmx:beforeRequest", this.#apply)
    this.addEventListener("toggle", (event) => event.newState === "closed" && this.#clear())
  }

  #open = (event) => {
    const link = event.target.closest("a[data-filter]")
    if (!link || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    event.stopPropagation() // a boosted link would be followed as well
    this.#link = link
    htmx.ajax("GET", link.href, { source: this, target: this, swap: "innerHTML" }).then(() => {
      this.showPopover({ source: link })
      this.#settle()
    })
  }

  // What came new stands under its link as well, and is ready to be typed into.
  #settle = () => {
    if (!this.matches(":popover-open")) return
    this.#place(this.#link.getBoundingClientRect())
    if (!this.contains(document.activeElement)) this.#focus()
  }

  // Under its link, and never beyond the window.
  #place(under) {
    const left = Math.max(8, Math.min(under.left, innerWidth - this.offsetWidth - 8))
    const top = Math.max(8, Math.min(under.bottom + 4, innerHeight - this.offsetHeight - 8))
    this.style.inset = `${top}px auto auto ${left}px`
    this.style.margin = "0"
  }

  #focus() {
    this.querySelector("[autofocus], select, input:not([type=hidden]), a")?.focus()
  }

  // What is asked for beyond this form is the list itself, with the filter set.
  #apply = (event) => {
    if (this.contains(event.detail.target)) return
    this.hidePopover()
    this.#clear()
  }

  // Nothing stays: htmx would carry a style over to the new list, which the policy forbids.
  #clear() {
    this.removeAttribute("style")
    if (!this.matches(":popover-open")) this.replaceChildren()
  }
})
