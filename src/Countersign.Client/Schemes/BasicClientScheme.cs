using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Schemes.Basic;
using Countersign.Wire;

namespace Countersign.Client.Schemes;

/// <summary>A user name and password in the open (RFC 7617): sent when asked for, and from then on within the protection space without being asked.</summary>
internal sealed class BasicClientScheme : ClientScheme
{
    private readonly ProtectionSpace _space = new();
    private readonly Origin _origin;
    private readonly BasicClientOptions _options;
    private readonly Sent _credentials;

    public BasicClientScheme(Origin origin, BasicClientOptions options)
    {
        (_origin, _options) = (origin, options);
        _credentials = new(this, BasicResponder.Authorization(options.User, options.Password.Reveal()));
    }

    public override string Name => "Basic";

    private bool IsAllowed => _origin.IsTls || _options.AllowCleartext;

    public override Fitness Judge(Challenge challenge, RequestLeg leg) => IsAllowed ? Fitness.Of(10) : Fitness.None(FailureReason.InsecureTransport, $"Basic for {_origin}");

    public override ValueTask<SentCredentials?> PreemptAsync(RequestLeg leg, CancellationToken cancel) =>
        ValueTask.FromResult<SentCredentials?>(IsAllowed && (_options.Preemptive || _space.Covers(leg.Target)) ? _credentials : null);

    public override ValueTask<Answer> AnswerAsync(Challenge challenge, RequestLeg leg, SentCredentials? rejected, CancellationToken cancel) =>
        ValueTask.FromResult(rejected is null ? Answer.Send(_credentials) : Answer.Fail(FailureReason.CredentialsRejected));

    public override Failure? Receive(SentCredentials sent, RequestLeg leg, HttpResponseMessage response)
    {
        if (response.StatusCode != System.Net.HttpStatusCode.Unauthorized)
            _space.Add(leg.Target);
        return null;
    }

    private sealed class Sent(BasicClientScheme scheme, string authorization) : SentCredentials(scheme, ("Authorization", authorization));
}
