using System.Net;
using Countersign.Gateway.Forwarding;
using Microsoft.Extensions.Logging;

namespace Countersign.Gateway.ForwardAuth;

/// <summary>Tells the operator of questions by strangers, one of many.</summary>
internal sealed class ForwardAuthLog(ILogger log, TimeProvider clock)
{
    private readonly LogInterval _strangers = new(TimeSpan.FromMinutes(1), clock);

    public void TellStranger(IPAddress peer)
    {
        if (_strangers.TryTakeTurn(out var leftOut))
            log.ForwardAuthStranger(PeerNames.Of(peer), leftOut);
    }
}
