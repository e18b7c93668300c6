using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Schemes.Basic;
using Countersign.Wire;

namespace Countersign.Client.Schemes;

/// <summary>A user name and password in the open (RFC 7617): sent when asked for, and from then on within the protection space without being asked.</summary>
internal sealed class BasicClientScheme(Origin origin, BasicClientOptions options) : ClientScheme
{
    private readonly ProtectionSpace _space = new();
    private readonly string _authorization = BasicResponder.Authorization(options.User, options.Password.Reveal());

    public override string Name => "Basic";

    private bool IsAllowed => origin.IsTls || options.AllowCleartext;

    public override Fitness Judge(Challenge challenge, RequestLeg leg) => IsAllowed ? Fitness.Of(10) : Fitness.None(FailureReason.InsecureTransport, $"Basic for {origin}");

    public override ValueTask<SentCredentials?> PreemptAsync(RequestLeg leg, CancellationToken cancel) =>
        ValueTask.FromResult<SentCredentials?>(IsAllowed && (options.Preemptive || _space.Covers(leg.Target)) ? new Sent(this) : null);

    public override ValueTask<Answer> AnswerAsync(Challenge challenge, RequestLeg leg, SentCredentials? rejected, CancellationToken cancel) =>
        ValueTask.FromResult(rejected is null ? Answer.Send(new Sent(this)) : Answer.Fail(FailureReason.CredentialsRejected));

    public override Failure? Receive(SentCredentials sent, RequestLeg leg, HttpResponseMessage response)
    {
        if (response.StatusCode != System.Net.HttpStatusCode.Unauthorized)
            _space.Add(leg.Target);
        return null;
    }

    private sealed class Sent(BasicClientScheme scheme) : SentCredentials(scheme, ("Authorization", scheme._authorization));
}
