using Countersign.Gateway.Tests.Hosting;

namespace Countersign.Gateway.Tests.Admin;

/// <summary>Asks the admin listener of a gateway with its credential.</summary>
internal static class AdminClient
{
    public static Task<Reply> SendAsync(this RunningGateway gateway, string method, string target, string content = "", params string[] fields)
    {
        string[] declared = content.Length == 0 || fields.Any(field => field.StartsWith("Content-Type:", StringComparison.Ordinal)) ? [] : ["Content-Type: application/json"];
        var head = RunningGateway.Written(
            method,
            target,
            [$"Host: {gateway.Admin.Authority}", $"Authorization: Bearer {RunningGateway.AdminToken}", $"Content-Length: {System.Text.Encoding.UTF8.GetByteCount(content)}", .. declared, .. fields]);

        // The gateway's requests are written in Latin-1: octets as they are.
        return RunningGateway.SendAsync(gateway.Admin.Port, head + System.Text.Encoding.Latin1.GetString(System.Text.Encoding.UTF8.GetBytes(content)));
    }
}
