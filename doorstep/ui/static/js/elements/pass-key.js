// Asks the browser for a passkey and posts it with its form. The question comes in `data-options`,
// or fresh from `data-url`; `data-kind` is get, to sign in, or create, to add one.
const KINDS = {
  get: options => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
  create: options => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
}

customElements.define("pass-key", class extends HTMLElement {
  connectedCallback() {
    this.hidden = !window.PublicKeyCredential?.parseRequestOptionsFromJSON
    this.addEventListener("submit", this.#ask)
  }

  #ask = async event => {
    const form = event.target
    if (form.elements.credential.value) return
    event.preventDefault()
    this.#say("")
    try {
      const { publicKey } = await this.#options()
      const credential = await KINDS[this.dataset.kind](publicKey)
      form.elements.credential.value = JSON.stringify(credential)
      form.requestSubmit()
    } catch {
      this.#say(this.dataset.failed)
    }
  }

  async #options() {
    if (this.dataset.options) return JSON.parse(this.dataset.options)
    const answer = await fetch(this.dataset.url, { headers: { Accept: "application/json" } })
    return (await answer.json()).request_options
  }

  #say(text) {
    const place = this.querySelector("[role=alert]")
    place.textContent = text
    place.hidden = !text
  }
})
