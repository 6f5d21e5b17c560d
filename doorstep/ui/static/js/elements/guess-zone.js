// Chooses the time zone of this computer, where nobody has chosen yet.
customElements.define("guess-zone", class extends HTMLElement {
  connectedCallback() {
    const select = this.querySelector("select")
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone
    if (select.value === "UTC" && select.querySelector(`option[value="${CSS.escape(here)}"]`)) select.value = here
  }
})
