import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { bundleDashboard } from "../emulator/dashboard/bundle.ts";
import { startEmulator } from "../emulator/index.ts";
import { ensureChromium } from "./engines/chromium.ts";
import { runShop } from "./screenshot-shop.ts";

/** Takes the README's pictures of the dashboard, showing orchestrations that really ran. */
const imagesFolder = fileURLToPath(new URL("../docs/images/", import.meta.url));
const pageFolder = fileURLToPath(new URL("../dist/dashboard/", import.meta.url));

async function takePictures(): Promise<void> {
  const engine = await ensureChromium();
  if ("missing" in engine) throw new Error(`No pictures without a browser: ${engine.missing}`);
  await mkdir(imagesFolder, { recursive: true });
  await bundleDashboard(pageFolder);
  const ports = { grpcPort: 0, restPort: 0, dashboardPort: 0 };
  await using emulator = await startEmulator({ ...ports, taskHubs: ["shop", "default"] });
  await using _shop = await runShop(emulator, "shop");
  const browser = await chromium.launch({ ...engine, args: [...engine.args] });
  try {
    const hub = "subscriptions/local/schedulers/emulator/taskhubs/shop";
    const list = `${emulator.dashboard}/${hub}/orchestrations`;
    await takePicture(browser, list, "dashboard.png");
    await takePicture(browser, `${list}/order-1042`, "dashboard-detail.png");
  } finally {
    await browser.close();
  }
}

async function takePicture(browser: Browser, address: string, file: string): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 720 },
    deviceScaleFactor: 2,
    reducedMotion: "reduce",
  });
  await page.goto(address);
  await page.getByRole("button", { name: "Live", exact: true }).waitFor();
  await page.getByText("order-1042").first().waitFor();
  await page.screenshot({ path: `${imagesFolder}${file}`, fullPage: true });
  await page.close();
}

await takePictures();
