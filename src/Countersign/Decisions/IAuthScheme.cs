using Countersign.Wire;

namespace Countersign.Decisions;

/// <summary>One way to authenticate: asks with challenges, judges what is presented. Never throws over peer input.</summary>
public interface IAuthScheme
{
    /// <summary>The name in the field, such as <c>Basic</c>.</summary>
    string Name { get; }

    /// <summary>The name that the configuration gave to it, such as <c>staff</c>.</summary>
    string Id { get; }

    /// <summary>Whether browsers answer its challenge with a native dialog (Basic, Digest, Negotiate).</summary>
    bool OpensDialog { get; }

    /// <summary>Whether it refuses requests that came without TLS.</summary>
    bool NeedsTls { get; }

    /// <summary>
    /// How much of the content, in octets, has to be read into <see cref="RequestFacts.Content"/> before it can be told whether credentials of this scheme
    /// were presented (RFC 6750 §2.2); 0 for none.
    /// </summary>
    int ContentToRead(RequestFacts request) => 0;

    /// <summary>Whether credentials of this scheme were presented: in Authorization, already read, in a field of its own, or in what it had read.</summary>
    bool IsPresented(Credentials? authorization, RequestFacts request);

    /// <summary>
    /// What looks like credentials of this scheme in a place where it takes none, for the operator; null when nothing does. Asked for only when no
    /// credentials came.
    /// </summary>
    string? Overlooked(RequestFacts request) => null;

    /// <summary>What to ask for, best first: several for one scheme are possible (Digest has one an algorithm).</summary>
    /// <param name="request">The request that is to be challenged.</param>
    /// <param name="policy">The policy of its route.</param>
    /// <param name="reason">Why its credentials were refused; null when the reason lies elsewhere.</param>
    IEnumerable<Challenge> ChallengesFor(RequestFacts request, AccessPolicy policy, Refusal? reason);

    /// <summary>Judges presented credentials.</summary>
    ValueTask<Verdict> VerifyAsync(Credentials? authorization, RequestFacts request, CancellationToken cancel);

    /// <summary>
    /// What is known of these credentials without any work, because they were found good a moment ago; null when they have to be judged. Where several
    /// schemes feel addressed, none works on, or counts a guess for, what another one knows.
    /// </summary>
    Verdict? Recall(Credentials? authorization, RequestFacts request) => null;

    /// <summary>What its own subject lacks of what the policy wants of sign-ins, for the operator; null when nothing. A scheme that can't tell lacks it all.</summary>
    string? LackOf(SignInDemand demand, Subject subject) => "The scheme can't tell how somebody signed in.";

    /// <summary>Whether a 403 over a missing scope carries its challenge, which names the scopes (RFC 6750 §3.1).</summary>
    bool NamesScopes => false;

    /// <summary>A field that answers with its challenges carry beside them (<c>DPoP-Nonce</c>, RFC 9449 §9); null for none.</summary>
    KeyValuePair<string, string>? ChallengeField => null;

    /// <summary>The names of fields that belong to what it reads of Authorization, such as a proof for the token there: they are taken off with it.</summary>
    IReadOnlyList<string> FieldsBesideAuthorization => [];

    /// <summary>The field names other than Authorization that carry its credentials, so that they never reach the upstream.</summary>
    IReadOnlyList<string> CredentialFields => [];

    /// <summary>The names of cookies that carry its credentials: they are taken out of the Cookie field, so that they never reach the upstream.</summary>
    IReadOnlyList<string> CredentialCookies => [];
}
