using System.Net;
using Countersign.Decisions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Countersign.Lab.Simulator;

/// <summary>What schemes may see of a request to the simulator. Nothing stands in front of it whose word on the client would count.</summary>
/// <param name="context">The request.</param>
/// <param name="isForProxy">Whether its credentials are those for a proxy, which have a field of their own (RFC 9110 §11.7.2).</param>
internal sealed class SimulatedFacts(HttpContext context, bool isForProxy = false) : RequestFacts
{
    private ContentReading? _content;

    public override string Method => context.Request.Method;

    public override string Target => context.Features.Get<IHttpRequestFeature>() is { RawTarget: { Length: > 0 } target } ? target : "/";

    public override string Host => context.Request.Host.Host.ToLowerInvariant();

    public override string Authority => context.Request.Host.Value ?? "";

    public override bool IsTls => context.Request.IsHttps;

    public override IPAddress ClientAddress => context.Connection.RemoteIpAddress ?? IPAddress.None;

    public override bool IsFromScript =>
        context.Request.Headers.ContainsKey("X-Requested-With") || context.Request.Headers["Sec-Fetch-Mode"] is [{ } mode] && mode != "navigate";

    /// <summary>Contents are known before their fields are written, so that what is computed over them needs no trailer.</summary>
    public override bool TakesTrailers => true;

    public override string? Field(string name) => context.Request.Headers.TryGetValue(NameOf(name), out var lines) && lines.Count == 1 ? lines[0] : null;

    public override string? FieldLine(string name, int at) => context.Request.Headers.TryGetValue(NameOf(name), out var lines) && at < lines.Count ? lines[at] : null;

    public override int FieldCount(string name) => context.Request.Headers.TryGetValue(NameOf(name), out var lines) ? lines.Count : 0;

    public override async ValueTask<ContentReading> ReadContentAsync(int limit, CancellationToken cancel)
    {
        if (_content is { } known)
            return known;
        using var content = new MemoryStream();
        var part = new byte[4096];
        int count;
        while ((count = await context.Request.Body.ReadAsync(part, cancel)) > 0)
        {
            content.Write(part, 0, count);
            if (content.Length > limit)
                return Keep(ContentReading.Refuse(Refusal.ContentTooLarge, $"More than {limit} octets came."));
        }

        return Keep(ContentReading.Whole(content.ToArray()));
    }

    private string NameOf(string field) => isForProxy && field.Equals("Authorization", StringComparison.OrdinalIgnoreCase) ? "Proxy-Authorization" : field;

    private ContentReading Keep(ContentReading reading)
    {
        _content = reading;
        return reading;
    }
}
