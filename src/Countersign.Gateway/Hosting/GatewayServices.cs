using System.Security.Cryptography;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.SignIn.Desk;
using Countersign.AspNetCore.Stores;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.ForwardAuth;
using Microsoft.Extensions.Logging;

namespace Countersign.Gateway.Hosting;

/// <summary>What outlives a change of the gateway's configuration.</summary>
internal sealed class GatewayServices(GatewayConfiguration configuration, Store store, TimeProvider clock, ILogger? log = null)
    : DoorServices(configuration.Limits, store, clock, log)
{
    /// <summary>What follows a right password in the place of what the configuration says; null for that. Taken when a configuration comes in force.</summary>
    public ISecondStep? SecondStep { get; set; }

    /// <summary>Answers on their way to a proxy that fetches them.</summary>
    public SealedAnswers Answers { get; } = new(RandomNumberGenerator.GetBytes(32), clock);

    /// <summary>Judges what proxies ask about; null where nobody can ask.</summary>
    public DescribedJudge? Described { get; init; }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Answers.Dispose();
        base.Dispose();
    }
}
