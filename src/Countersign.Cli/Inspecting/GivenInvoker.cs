using Countersign.Client;

namespace Countersign.Cli.Inspecting;

/// <summary>Hands on the refusal where the client's handler says that the credentials did not help.</summary>
internal sealed class GivenInvoker(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (AuthenticationFailedException failed) when (failed.Response is not null)
        {
            return failed.Response;
        }
    }
}
