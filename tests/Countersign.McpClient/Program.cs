using System.Text.Json;
using Countersign.Client;
using Countersign.Client.Failures;
using Countersign.McpClient;

// A client of the Model Context Protocol for its conformance suite, which says by variables what it is to be. All that it knows of authentication is the handler.
using var context = JsonDocument.Parse(Environment.GetEnvironmentVariable("MCP_CONFORMANCE_CONTEXT") ?? "{}");
var version = Environment.GetEnvironmentVariable("MCP_CONFORMANCE_PROTOCOL_VERSION") ?? "2025-11-25";
var server = new Uri(args[^1]);

using var handler = new ReauthenticationHandler(Credentials.For(server, context.RootElement), new SocketsHttpHandler { AllowAutoRedirect = false });
using var http = new HttpClient(handler);
try
{
    await new McpSession(http, server, version).RunAsync();
    return 0;
}
catch (AuthenticationFailedException failed)
{
    Console.Error.WriteLine($"{failed.Failure.Reason.Row().Slug}: {failed.Message}");
    return 1;
}
