// Sends the call its form describes and shows the answer: <api-try data-method data-path><form>…
customElements.define("api-try", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => {
      event.preventDefault()
      this.#send()
    })
  }

  async #send() {
    const started = performance.now()
    const status = this.querySelector("[data-status]")
    status.textContent = "…"
    try {
      const answer = await fetch(this.#address(), this.#options())
      const took = Math.round(performance.now() - started)
      status.textContent = `${answer.status} ${answer.statusText} · ${took} ms`
      this.#show(await answer.text())
    } catch (error) {
      status.textContent = String(error)
    }
  }

  #address() {
    let path = this.dataset.path
    const query = new URLSearchParams()
    for (const { name, value } of this.#inputs("path")) {
      path = path.replace(`{${name}}`, encodeURIComponent(value))
    }
    for (const { name, value } of this.#inputs("query")) {
      if (value) query.append(name, value)
    }
    return query.size ? `${path}?${query}` : path
  }

  #options() {
    const headers = { "X-CSRFToken": this.dataset.csrf }
    for (const { name, value } of this.#inputs("header")) {
      if (value) headers[name] = value
    }
    const options = { method: this.dataset.method, headers }
    for (const input of this.#inputs("body")) {
      headers["Content-Type"] = "application/json"
      options.body = input.value
    }
    for (const input of this.#inputs("file")) {
      options.body = new FormData()
      if (input.files[0]) options.body.append(input.name, input.files[0])
    }
    return options
  }

  #show(text) {
    const place = this.querySelector("[data-answer]")
    place.hidden = !text
    try {
      place.textContent = JSON.stringify(JSON.parse(text), null, 2)
    } catch {
      place.textContent = text
    }
  }

  #inputs(kind) {
    return [...this.querySelectorAll(`[data-in="${kind}"]`)]
  }
})
