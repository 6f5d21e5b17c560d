// Shows what was typed into a password field: <show-password><input type="password"><button hidden>…
customElements.define("show-password", class extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button")
    button.hidden = false
    button.addEventListener("click", () => {
      const input = this.querySelector("input")
      const isShown = input.type === "password"
      input.type = isShown ? "text" : "password"
      button.setAttribute("aria-pressed", isShown)
    })
  }
})
