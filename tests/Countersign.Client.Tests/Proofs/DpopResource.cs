using System.Buffers.Text;
using System.Net;
using System.Text.Json;
using Countersign.Tokens.Dpop;

namespace Countersign.Client.Tests.Proofs;

/// <summary>A server that takes tokens with proofs (RFC 9449 §7), judged by the reader of this system, and says no as a test wants it.</summary>
/// <param name="clock">Its clock.</param>
internal sealed class DpopResource(TimeProvider clock) : HttpMessageHandler
{
    private readonly Lock _gate = new();
    private readonly List<Presented> _seen = [];
    private readonly DpopProofReader _proofs = new(new());
    private readonly HashSet<string> _used = [];

    /// <summary>The nonces that are good; null for none needed.</summary>
    public HashSet<string>? Nonces { get; set; }

    /// <summary>What every answer brings as the next nonce; null for none.</summary>
    public string? Next { get; set; }

    /// <summary>What is answered where the proof holds; null for 200.</summary>
    public Func<Presented, HttpResponseMessage?> Answer { get; set; } = _ => null;

    /// <summary>Waited for before the answer, and after it was made.</summary>
    public Func<Presented, Task> Delay { get; set; } = _ => Task.CompletedTask;

    public IReadOnlyList<Presented> Seen
    {
        get
        {
            lock (_gate)
                return [.. _seen];
        }
    }

    public static HttpResponseMessage Refusal(string challenge, string? nonce = null)
    {
        var response = StubServer.Refusal(challenge);
        if (nonce is not null)
            response.Headers.TryAddWithoutValidation("DPoP-Nonce", nonce);
        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var target = request.RequestUri!;
        var authorization = request.Headers.NonValidated.TryGetValues("Authorization", out var credentials) ? credentials.ToString() : "";
        var proof = request.Headers.NonValidated.TryGetValues("DPoP", out var proofs) ? proofs.ToString() : "";
        var token = authorization.StartsWith("DPoP ", StringComparison.Ordinal) ? authorization["DPoP ".Length..] : "";
        var reading = _proofs.Read(proof, new(request.Method.Method, target.Scheme, target.Authority, target.PathAndQuery), token, clock.GetUtcNow());
        HttpResponseMessage response;
        var presented = new Presented(target.PathAndQuery, authorization, proof, proof.Length == 0 ? default : JsonDocument.Parse(Base64Url.DecodeFromChars(proof.Split('.')[1])).RootElement);
        lock (_gate)
        {
            _seen.Add(presented);
            response = Judge(presented, reading);
        }

        await Delay(presented);
        response.RequestMessage = request;
        return response;
    }

    private HttpResponseMessage Judge(Presented presented, DpopReading reading)
    {
        var response = Refuse(presented, reading) ?? Answer(presented) ?? new(HttpStatusCode.OK);
        response.Headers.Date ??= clock.GetUtcNow();
        if (Next is not null && !response.Headers.Contains("DPoP-Nonce"))
            response.Headers.Add("DPoP-Nonce", Next);
        return response;
    }

    private HttpResponseMessage? Refuse(Presented presented, DpopReading reading)
    {
        if (presented.Authorization.Length == 0)
            return StubServer.Refusal("DPoP algs=\"ES256 PS256\"");
        if (presented.Authorization.StartsWith("Bearer ", StringComparison.Ordinal))
            return null;
        if (reading.Proof is not { } proof || !_used.Add(proof.Id))
            return StubServer.Refusal($"DPoP error=\"invalid_dpop_proof\", error_description=\"{string.Join(' ', reading.Failed)}\", algs=\"ES256 PS256\"");
        return Nonces is not null && (proof.Nonce is null || !Nonces.Contains(proof.Nonce))
            ? StubServer.Refusal("DPoP error=\"use_dpop_nonce\", error_description=\"Resource server requires nonce in DPoP proof\"") // RFC 9449 §9
            : null;
    }

    /// <summary>A request as it came.</summary>
    internal sealed record Presented(string Target, string Authorization, string Proof, JsonElement Claims)
    {
        public string? Nonce => Claims.ValueKind == JsonValueKind.Object && Claims.TryGetProperty("nonce", out var nonce) ? nonce.GetString() : null;

        public string? Id => Claims.GetProperty("jti").GetString();

        public string? Address => Claims.GetProperty("htu").GetString();
    }
}
