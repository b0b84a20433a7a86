// Starts `dormant server` for Python files and leaves everything else to it: diagnostics, actions, hovers, inlay hints.
const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

/** @type {LanguageClient | undefined} */
let client;

async function start() {
  const settings = vscode.workspace.getConfiguration("dormant");
  const server = { command: settings.get("path") || "dormant", args: ["server"] };
  client = new LanguageClient("dormant", "dormant", server, {
    documentSelector: [{ scheme: "file", language: "python" }],
    initializationOptions: { showBlocked: settings.get("showBlocked") === true },
    synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher("**/{pyproject,dormant}.toml") },
  });
  try {
    await client.start();
  } catch (error) {
    vscode.window.showErrorMessage(
      `dormant: ${server.command} server does not start: ${error.message}. The setting dormant.path says where it is.`,
    );
  }
}

async function stop() {
  const old = client;
  client = undefined;
  if (old?.needsStop()) await old.stop();
}

async function activate(context) {
  const restart = async () => {
    await stop();
    await start();
  };
  context.subscriptions.push(
    vscode.commands.registerCommand("dormant.restart", restart),
    vscode.workspace.onDidChangeConfiguration((change) => change.affectsConfiguration("dormant") && restart()),
  );
  await start();
}

module.exports = { activate, deactivate: stop };
