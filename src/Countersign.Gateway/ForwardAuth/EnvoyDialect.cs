using System.Diagnostics.CodeAnalysis;
using System.Net;
using Countersign.AspNetCore.Intake;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Countersign.Gateway.ForwardAuth;

/// <summary>Envoy's ext_authz over HTTP: the request itself without its content, its target behind a prefix.</summary>
internal sealed class EnvoyDialect : Dialect
{
    public override string Name => "envoy";

    public override Task AnswerAsync(HttpContext question, string rest, DescribedContext described) => CopyUnlessYesAsync(question, described);

    public override bool Takes(string rest) => rest.StartsWith('/');

    public override bool TryRead(
        HttpRequest question, uint told, string rest, IPAddress proxy, TrustedProxies proxies, [NotNullWhen(true)] out DescribedRequest? request, out string fault)
    {
        request = null;
        const string Prefix = ForwardAuthEndpoint.Root + "envoy";
        var raw = question.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (raw.StartsWith(Prefix + "/", StringComparison.Ordinal))
            return Description.TryPrefixed(question, told, raw[Prefix.Length..], proxy, proxies, out request, out fault);
        fault = "the prefix of the described target is written in another way";
        return false;
    }
}
