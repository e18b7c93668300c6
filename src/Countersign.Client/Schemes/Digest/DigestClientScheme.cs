using System.Net;
using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Schemes.Digest;
using Countersign.Wire;

namespace Countersign.Client.Schemes.Digest;

/// <summary>
/// Proof of a password that is not sent (RFC 7616). A challenge is answered over its own nonce, which nobody else has; once a request got in with it, all
/// requests to the protection space use it unasked, each with a count of its own.
/// </summary>
internal sealed class DigestClientScheme(Origin origin, DigestClientOptions options, DigestLogin login) : ClientScheme
{
    private readonly DigestSpaces _spaces = new(sharesNonces: !options.SerializePerNonce);

    public override string Name => "Digest";

    public override Fitness Judge(Challenge challenge, RequestLeg leg)
    {
        if (DigestDemand.Read(challenge, out var fault) is not { } demand)
            return Fitness.None(FailureReason.MalformedChallenge, fault);
        if (Forbidden(demand) is { } why)
            return Fitness.None(FailureReason.AlgorithmNotAllowed, why);
        return Fitness.Of(demand.Algorithm!.HashName switch
        {
            "MD5" => 20,
            "SHA-256" => 34,
            _ => 35,
        });
    }

    /// <summary>Whether it was taken at an address, or at one of the same folder.</summary>
    public bool HasGotInAt(Uri target) => _spaces.HaveSeen(target);

    public override ValueTask<SentCredentials?> PreemptAsync(RequestLeg leg, CancellationToken cancel)
    {
        if (_spaces.Covering(leg.Target)?.Take() is not { } session)
            return default;
        return session.CoversContent ? SignedAsync(session, leg, cancel) : ValueTask.FromResult<SentCredentials?>(Sign(session, null, isProven: true, leg, default));
    }

    public override async ValueTask<Answer> AnswerAsync(Challenge challenge, RequestLeg leg, SentCredentials? rejected, CancellationToken cancel)
    {
        var demand = DigestDemand.Read(challenge, out _);

        // Credentials of another realm of this origin were not meant for it, and say nothing of those that are.
        var refused = rejected is Sent sent && (demand is null || sent.Session.Demand.Realm == demand.Realm) ? sent : null;
        if (demand is null || (refused is not null && !IsOnlyTheNonce(refused, demand)))
            return Rejected(refused);

        var session = DigestSession.Begin(demand, login, QopFor(demand)!, options.NewCnonce);
        var contentHex = session.CoversContent ? await leg.Content.HashAsync(demand.Algorithm!, cancel) : [];
        if (contentHex is null)
            return Answer.Fail(FailureReason.UnreplayableContent, "The server wants the content signed (auth-int), which takes reading it before it is sent.");
        var answer = Sign(session, refused?.Known, isProven: false, leg, contentHex)!;
        return refused is null ? Answer.Send(answer) : Answer.SendOverFreshNonce(answer);
    }

    public override Failure? Receive(SentCredentials sent, RequestLeg leg, HttpResponseMessage response)
    {
        if (response.StatusCode == HttpStatusCode.Unauthorized)
            return null;
        var own = (Sent)sent;
        var info = ServerProof.Read(response);
        if (info.Judge(own.Session, own.Parts, response, options.RequireServerProof) is { } distrust)
            return distrust;

        var space = _spaces.FindOrAdd(own.Session.Demand.Realm);
        if (!own.IsProven)
            space.Learn(leg.Target, own.Session.Demand);
        var next = info.NextNonce is { } nonce && nonce != own.Session.Nonce ? own.Session.Next(nonce) : null;

        // A server that wants the next nonce after one use of this takes each once, and not two of them from one client at a time.
        if (next is not null && own.IsFirstUse)
            space.Separate();
        space.Keep(next ?? own.Session, own.Known);
        return null;
    }

    /// <summary>
    /// Whether a refusal is for the nonce and not for the password: the server says so, or it gives another nonce after one with which requests got in
    /// before, as servers do that were started anew, forget nonces or refuse a count without saying <c>stale</c>. Credentials that never got in are wrong.
    /// </summary>
    private static bool IsOnlyTheNonce(Sent refused, DigestDemand demand) => demand.IsStale || (refused.IsProven && demand.Nonce != refused.Session.Nonce);

    private static string Shown(string text) => new([.. text.Take(32).Select(c => c is > ' ' and <= '~' ? c : '?')]);

    private string? Forbidden(DigestDemand demand)
    {
        if (demand.Algorithm is not { } algorithm)
            return $"The algorithm {Shown(demand.AlgorithmText!)} is unknown.";
        if (algorithm.HashName == "MD5" && !options.AllowMd5)
            return $"{origin} wants {algorithm}; {nameof(DigestClientOptions.AllowMd5)} would allow it.";
        if (!demand.HasQop && !options.AllowWithoutQop)
            return $"{origin} offers no qop, as in RFC 2069; {nameof(DigestClientOptions.AllowWithoutQop)} would allow it.";
        if (!demand.HasQop && algorithm.IsSession)
            return $"{algorithm} takes a cnonce, which does not exist without qop.";
        return QopFor(demand) is null ? "None of the qop offered is known." : null;
    }

    private string? QopFor(DigestDemand demand)
    {
        if (!demand.HasQop)
            return "";
        var prefersAuthInt = options is { PreferAuthInt: true, RequireServerProof: false };
        if (demand.OffersAuth && !(prefersAuthInt && demand.OffersAuthInt))
            return "auth";
        return demand.OffersAuthInt ? "auth-int" : null;
    }

    private Answer Rejected(Sent? refused)
    {
        if (refused?.Known is { } known)
            _spaces.Find(known.Demand.Realm)?.Drop(known);
        return Answer.Fail(FailureReason.CredentialsRejected);
    }

    // Content that is read once goes without credentials at first: a copy of it is kept meanwhile, which can be signed.
    private async ValueTask<SentCredentials?> SignedAsync(DigestSession session, RequestLeg leg, CancellationToken cancel) =>
        await leg.Content.HashAsync(session.Demand.Algorithm!, cancel) is { } contentHex ? Sign(session, null, isProven: true, leg, contentHex) : null;

    private Sent? Sign(DigestSession session, DigestSession? after, bool isProven, RequestLeg leg, ReadOnlySpan<byte> contentHex)
    {
        // As the framework writes it: known methods in upper case.
        var method = HttpMethod.Parse(leg.Method.Method).Method;
        return session.Use(leg.TargetText) is { } parts ? new(this, session, after, isProven, parts, session.Authorization(method, parts, contentHex)) : null;
    }

    /// <param name="scheme">Who made it.</param>
    /// <param name="session">The nonce.</param>
    /// <param name="after">Which nonce it comes after, where it answers a refusal of that.</param>
    /// <param name="isProven">Whether requests got in with this nonce before, or with the one that it follows.</param>
    /// <param name="parts">What was signed.</param>
    /// <param name="authorization">The field.</param>
    private sealed class Sent(DigestClientScheme scheme, DigestSession session, DigestSession? after, bool isProven, in DigestParts parts, string authorization)
        : SentCredentials(scheme, ("Authorization", authorization))
    {
        public DigestSession Session => session;

        /// <summary>The nonce that other requests may be using, and that another is to replace: the one that was sent, or that of the first try.</summary>
        public DigestSession? Known => isProven ? session : after;

        public bool IsProven => isProven;

        public bool IsFirstUse => Parts.Count == "00000001";

        public DigestParts Parts { get; } = parts;
    }
}
