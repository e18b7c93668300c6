using System.Net.Http.Headers;
using System.Text;

namespace Countersign.Inspector.Tests.Crawl;

/// <summary>Sends Anna's right password with everything that it is given.</summary>
internal sealed class Anna(HttpMessageHandler network) : DelegatingHandler(network)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("anna:right")));
        return base.SendAsync(request, cancellationToken);
    }
}
