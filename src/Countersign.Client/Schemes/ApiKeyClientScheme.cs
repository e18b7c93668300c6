using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Wire;

namespace Countersign.Client.Schemes;

/// <summary>A key in a field of its own. Servers seldom ask for one by a challenge, so it goes with every request to its origin, and with none to another.</summary>
internal sealed class ApiKeyClientScheme(Origin origin, ApiKeyClientOptions options) : ClientScheme
{
    public override string Name => "ApiKey";

    private bool IsAllowed => origin.IsTls || options.AllowCleartext;

    public override Fitness Judge(Challenge challenge, RequestLeg leg) => IsAllowed ? Fitness.Of(40) : Fitness.None(FailureReason.InsecureTransport, $"an API key for {origin}");

    public override ValueTask<SentCredentials?> PreemptAsync(RequestLeg leg, CancellationToken cancel) =>
        ValueTask.FromResult<SentCredentials?>(IsAllowed ? new Sent(this, options) : null);

    public override ValueTask<Answer> AnswerAsync(Challenge challenge, RequestLeg leg, SentCredentials? rejected, CancellationToken cancel) =>
        ValueTask.FromResult(rejected is null ? Answer.Send(new Sent(this, options)) : Answer.Fail(FailureReason.CredentialsRejected));

    private sealed class Sent(ApiKeyClientScheme scheme, ApiKeyClientOptions options) : SentCredentials(scheme, (options.Header, options.Key.Reveal()));
}
