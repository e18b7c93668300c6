using System.Net;
using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Wire;

namespace Countersign.Client.Schemes;

/// <summary>
/// Credentials for one origin by one scheme, with all that was learnt of how that origin wants them. Used by many requests at once; what it awaits it
/// awaits without a lock.
/// </summary>
public abstract class ClientScheme
{
    /// <summary>The scheme, as it stands in challenges (RFC 9110 §11.1).</summary>
    public abstract string Name { get; }

    /// <summary>Whether a challenge of the scheme can be answered, and how strong the answer would be.</summary>
    public abstract Fitness Judge(Challenge challenge, RequestLeg leg);

    /// <summary>Credentials to send before anybody asks; null to wait for a challenge.</summary>
    public virtual ValueTask<SentCredentials?> PreemptAsync(RequestLeg leg, CancellationToken cancel) => default;

    /// <summary>Answers a challenge for which <see cref="Judge"/> found it fit.</summary>
    /// <param name="challenge">The challenge; a bare scheme where the server refused credentials of this scheme without any.</param>
    /// <param name="leg">The request.</param>
    /// <param name="rejected">The credentials that this challenge refuses; null where none of this scheme were sent.</param>
    /// <param name="cancel">Ends the wait of this request, not what others wait for too.</param>
    public abstract ValueTask<Answer> AnswerAsync(Challenge challenge, RequestLeg leg, SentCredentials? rejected, CancellationToken cancel);

    /// <summary>Whether an answer refuses the credentials sent for something that others of the scheme may have; by default 401 alone does.</summary>
    public virtual bool IsRefusal(SentCredentials sent, HttpResponseMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response.StatusCode == HttpStatusCode.Unauthorized;
    }

    /// <summary>Takes from an answer what it says of the credentials sent, such as the next nonce; called before its status is looked at.</summary>
    /// <returns>Why the answer must not be trusted; null when nothing speaks against it.</returns>
    public virtual Failure? Receive(SentCredentials sent, RequestLeg leg, HttpResponseMessage response) => null;

    /// <summary>Waits, for a while, for what must not be lost when the program ends. Never fails.</summary>
    internal virtual Task SettleAsync() => Task.CompletedTask;
}
