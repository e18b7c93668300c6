using System.Collections.Immutable;
using Yarp.ReverseProxy.Forwarder;

namespace Countersign.Gateway.Forwarding;

/// <summary>Asks every destination now and then whether it is well: any answer below 500 is.</summary>
internal sealed class UpstreamHealth : IDisposable
{
    private readonly HttpMessageInvoker _client;
    private readonly ImmutableArray<Destination> _destinations;
    private readonly string _path;
    private readonly ForwarderRequestConfig _protocol;
    private readonly CancellationTokenSource _stop = new();

    public UpstreamHealth(
        HttpMessageInvoker client, ImmutableArray<Destination> destinations, string path, ForwarderRequestConfig protocol, TimeSpan interval, TimeProvider clock)
    {
        _client = client;
        _destinations = destinations;
        _path = path;
        _protocol = protocol;
        _ = WatchAsync(interval, clock, _stop.Token);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task WatchAsync(TimeSpan interval, TimeProvider clock, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(interval, clock);
        try
        {
            do
            {
                await Task.WhenAll(_destinations.Select(destination => AskAsync(destination, interval, cancel)));
            }
            while (await timer.WaitForNextTickAsync(cancel));
        }
        catch (OperationCanceledException)
        {
            // The upstream was replaced by a new configuration.
        }
    }

    private async Task AskAsync(Destination destination, TimeSpan interval, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(interval < TimeSpan.FromSeconds(5) ? interval : TimeSpan.FromSeconds(5));
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, destination.Prefix + _path)
            {
                Version = _protocol.Version!,
                VersionPolicy = _protocol.VersionPolicy!.Value,
            };
            using var response = await _client.SendAsync(request, limit.Token);
            destination.IsHealthy = (int)response.StatusCode < 500;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            destination.IsHealthy = false;
        }
    }
}
