using System.Net;

namespace Countersign.Client.Tests.Tokens;

/// <summary>A server within the process that takes some tokens and counts who came with which.</summary>
internal sealed class TokenApi(Func<string, bool> takes) : HttpMessageHandler
{
    private readonly Lock _gate = new();
    private readonly List<(string Path, string? Token)> _seen = [];

    public IReadOnlyList<(string Path, string? Token)> Seen
    {
        get
        {
            lock (_gate)
                return [.. _seen];
        }
    }

    /// <summary>What an answer waits for.</summary>
    public Func<string?, Task> Before { get; set; } = _ => Task.CompletedTask;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var token = request.Headers.Authorization?.Parameter;
        lock (_gate)
            _seen.Add((request.RequestUri!.PathAndQuery, token));
        await Before(token);
        return token is not null && takes(token) ? new(HttpStatusCode.OK) : StubServer.Refusal("""Bearer error="invalid_token" """);
    }
}
