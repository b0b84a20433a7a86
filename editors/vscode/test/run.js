// The extension against the real server, with as much of VS Code as it touches played by this file:
//
//     node test/run.js DORMANT
//
// It activates, opens a file, waits for a diagnostic on its import, and has the page about that opened.
const fs = require("fs");
const Module = require("module");
const os = require("os");
const path = require("path");

const dormant = path.resolve(process.argv[2] || "dormant");
const seen = { clients: [], commands: [] };
const fail = (text) => {
  console.error(`failed: ${text}`);
  process.exit(1);
};

// The client of VS Code needs the editor; this one speaks the same protocol to the same command.
class LanguageClient {
  constructor(id, name, server, options) {
    Object.assign(this, { id, name, server, options });
    seen.clients.push(this);
  }
  async start() {
    const rpc = require("vscode-jsonrpc/node");
    this.child = require("child_process").spawn(this.server.command, this.server.args);
    await new Promise((done, wrong) => this.child.on("spawn", done).on("error", wrong));
    this.rpc = rpc.createMessageConnection(
      new rpc.StreamMessageReader(this.child.stdout),
      new rpc.StreamMessageWriter(this.child.stdin),
    );
    this.diagnostics = new Promise((done) =>
      this.rpc.onNotification("textDocument/publishDiagnostics", (told) => told.diagnostics.length && done(told)),
    );
    this.page = new Promise((done) =>
      this.rpc.onRequest("window/showDocument", (asked) => {
        done(asked);
        return { success: true };
      }),
    );
    this.rpc.onRequest(() => null);
    this.rpc.listen();
    await this.rpc.sendRequest("initialize", {
      processId: process.pid,
      rootUri: `file://${folder}`,
      capabilities: { window: { showDocument: { support: true } } },
      workspaceFolders: [{ uri: `file://${folder}`, name: "app" }],
      initializationOptions: this.options.initializationOptions,
    });
    await this.rpc.sendNotification("initialized", {});
  }
  needsStop() {
    return this.child?.exitCode === null;
  }
  async stop() {
    await this.rpc.sendRequest("shutdown");
    await this.rpc.sendNotification("exit");
    await new Promise((done) => this.child.on("exit", done));
  }
}

const settings = { path: dormant, showBlocked: true };
const vscode = {
  workspace: {
    getConfiguration: () => ({ get: (key) => settings[key] }),
    createFileSystemWatcher: (pattern) => ({ pattern }),
    onDidChangeConfiguration: () => ({}),
  },
  window: { showErrorMessage: fail },
  commands: { registerCommand: (name, run) => seen.commands.push({ name, run }) },
};
const load = Module._load;
Module._load = (name, ...rest) =>
  name === "vscode" ? vscode : name === "vscode-languageclient/node" ? { LanguageClient } : load(name, ...rest);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "dormant-"));
const text = "import decimal\n\n\ndef tenth():\n    return decimal.Decimal(1) / 10\n";
fs.writeFileSync(path.join(folder, "dormant.toml"), 'heavy = ["decimal"]\n');
fs.writeFileSync(path.join(folder, "app.py"), text);
setTimeout(() => fail("no diagnostic in a minute"), 60000).unref();

(async () => {
  const extension = require("../extension.js");
  await extension.activate({ subscriptions: [] });
  const restart = seen.commands.find((one) => one.name === "dormant.restart") || fail("no command");
  await restart.run();
  const client = seen.clients[1];
  if (seen.clients[0].needsStop()) fail("the first server goes on");
  const uri = `file://${folder}/app.py`;
  await client.rpc.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "python", version: 1, text },
  });
  const told = await client.diagnostics;
  console.log(`ok: ${told.diagnostics[0].code}: ${told.diagnostics[0].message.split("\n")[0]}`);
  await client.rpc.sendRequest("workspace/executeCommand", { command: "dormant.explain", arguments: ["function-local"] });
  const page = fs.readFileSync(new URL((await client.page).uri), "utf8");
  if (!page.startsWith("# function-local")) fail(`no page: ${page}`);
  console.log("ok: the page opens as a document");
  await extension.deactivate();
  if (client.needsStop()) fail("the server goes on");
  fs.rmSync(folder, { recursive: true });
})().catch((error) => fail(error.stack));
