using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Countersign.McpClient;

/// <summary>One session over streamable HTTP: it lists the tools, and calls the first.</summary>
/// <param name="http">The client.</param>
/// <param name="server">The server.</param>
/// <param name="version">The version of the protocol.</param>
internal sealed class McpSession(HttpClient http, Uri server, string version)
{
    private int _id;
    private string? _session;

    // From this version on there are no sessions: each request says who asks.
    private bool IsStateless => string.CompareOrdinal(version, "2026-01-01") > 0;

    public async Task RunAsync()
    {
        if (!IsStateless)
        {
            await AskAsync("initialize", new JsonObject
            {
                ["protocolVersion"] = version,
                ["capabilities"] = new JsonObject(),
                ["clientInfo"] = new JsonObject { ["name"] = "countersign", ["version"] = "1" },
            });
            await SendAsync(new JsonObject { ["jsonrpc"] = "2.0", ["method"] = "notifications/initialized" }, "notifications/initialized", null);
        }

        var tools = await AskAsync("tools/list", []);
        if (tools["tools"]?[0]?["name"]?.GetValue<string>() is { } tool)
            await AskAsync("tools/call", new JsonObject { ["name"] = tool, ["arguments"] = new JsonObject() }, tool);
    }

    private async Task<JsonNode> AskAsync(string method, JsonObject parameters, string? name = null)
    {
        if (IsStateless)
        {
            parameters["_meta"] = new JsonObject
            {
                ["io.modelcontextprotocol/protocolVersion"] = version,
                ["io.modelcontextprotocol/clientCapabilities"] = new JsonObject(),
                ["io.modelcontextprotocol/clientInfo"] = new JsonObject { ["name"] = "countersign", ["version"] = "1" },
            };
        }

        var answer = await SendAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = ++_id, ["method"] = method, ["params"] = parameters }, method, name);
        return answer?["result"] ?? throw new InvalidOperationException($"{method}: {answer?.ToJsonString() ?? "no answer"}");
    }

    private async Task<JsonNode?> SendAsync(JsonObject message, string method, string? name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, server) { Content = new StringContent(message.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        request.Headers.Add("MCP-Protocol-Version", version);
        if (IsStateless)
            request.Headers.Add("Mcp-Method", method);
        if (IsStateless && name is not null)
            request.Headers.Add("Mcp-Name", name);
        if (_session is not null)
            request.Headers.Add("Mcp-Session-Id", _session);
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"{method}: {(int)response.StatusCode} {text}");
        if (response.Headers.TryGetValues("Mcp-Session-Id", out var sessions))
            _session = sessions.First();
        if (response.Content.Headers.ContentType?.MediaType == "text/event-stream")
            text = text.Split('\n').First(line => line.StartsWith("data:", StringComparison.Ordinal))[5..];
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }
}
