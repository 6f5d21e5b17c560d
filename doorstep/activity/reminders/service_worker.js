// Shows what is pushed, and opens it. It keeps nothing and fetches nothing.
self.addEventListener("push", (event) => {
  const told = event.data?.json() ?? {}
  const shown = { body: told.body, tag: told.tag, data: { url: told.url } }
  event.waitUntil(self.registration.showNotification(told.title ?? "Doorstep", shown))
})

self.addEventListener("notificationclick", (event) => {
  event.notification.close()
  event.waitUntil(open(new URL(event.notification.data?.url ?? "/", self.location.origin)))
})

async function open(url) {
  if (url.origin !== self.location.origin) return
  const pages = await self.clients.matchAll({ type: "window" })
  const page = pages.find((each) => "navigate" in each)
  if (!page) return self.clients.openWindow(url)
  await page.focus()
  return page.navigate(url)
}
