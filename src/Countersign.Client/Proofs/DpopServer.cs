using System.Net;
using System.Net.Http.Headers;
using Countersign.Tokens.Dpop;

namespace Countersign.Client.Proofs;

/// <summary>A server that proofs are made for: with its newest nonce, and by its clock.</summary>
/// <param name="writer">Makes them.</param>
/// <param name="clock">Our clock.</param>
internal sealed class DpopServer(DpopProofWriter writer, TimeProvider clock)
{
    private readonly NewestNonce _nonce = new();
    private readonly ServerClock _time = new(clock);

    /// <summary>A proof for one sending.</summary>
    /// <param name="method">The method of the request.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="accessToken">The token that goes with it; null at a token endpoint.</param>
    public SentProof Prove(HttpMethod method, Uri target, Secret? accessToken)
    {
        var (nonce, time) = (_nonce.Current, _time.Read());

        // The framework sends the methods that it knows in upper case, however they were written.
        var text = writer.Write(HttpMethod.Parse(method.Method).Method, target, time.Theirs, accessToken?.Reveal(), nonce);
        return new(text, nonce, time);
    }

    /// <summary>Takes from an answer, whatever its status, what the next proof needs.</summary>
    public void Receive(SentProof sent, HttpStatusCode status, HttpResponseHeaders headers)
    {
        if (NonceOf(headers) is { } nonce)
            _nonce.Take(nonce, sent.Nonce);

        // Who takes a proof has nothing against its time.
        if (status is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest && headers.Date is { } date)
            _time.Compare(sent.Time, date);
    }

    /// <summary>Whether there is another nonce now than the proof had.</summary>
    public bool HasFreshNonce(SentProof sent) => _nonce.Current is { } current && current != sent.Nonce;

    /// <summary>Whether the server's clock turned out to be another than the one by which the proof was made.</summary>
    private bool HasFreshTime(SentProof sent) => !_time.Agrees(sent.Time);

    /// <summary>Whether another proof would differ from a refused one in what servers look at.</summary>
    public bool IsWorthAnother(SentProof sent) => HasFreshNonce(sent) || HasFreshTime(sent);

    /// <summary>How far the server's clock is from ours, in words; null where they agree.</summary>
    public string? ClockWords() => _time.Words();

    // More than one line, or what no proof can carry, is no nonce (RFC 9449 §8.1).
    private static string? NonceOf(HttpResponseHeaders headers) =>
        headers.NonValidated.TryGetValues("DPoP-Nonce", out var lines) && lines.Count == 1 && NewestNonce.IsNonce(lines.ToString()) ? lines.ToString() : null;
}
