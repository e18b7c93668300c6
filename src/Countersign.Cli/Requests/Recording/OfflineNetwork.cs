using System.Net;

namespace Countersign.Cli.Requests.Recording;

/// <summary>Stands for the network where nothing is to be sent: it reads what would have been, and says nothing.</summary>
internal sealed class OfflineNetwork : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content)
            await content.CopyToAsync(Stream.Null, cancellationToken);
        return new(HttpStatusCode.OK) { Version = request.Version, RequestMessage = request };
    }
}
