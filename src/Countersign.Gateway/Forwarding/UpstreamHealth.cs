using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Countersign.Gateway.Forwarding;

/// <summary>Asks every destination now and then whether it is well: any answer below 500 is.</summary>
internal sealed class UpstreamHealth : IDisposable
{
    private readonly HttpMessageInvoker _client;
    private readonly ImmutableArray<Destination> _destinations;
    private readonly string _path;
    private readonly ForwarderRequestConfig _protocol;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();

    public UpstreamHealth(
        HttpMessageInvoker client, ImmutableArray<Destination> destinations, string path, ForwarderRequestConfig protocol, TimeSpan interval, TimeProvider clock, ILogger log)
    {
        _client = client;
        _destinations = destinations;
        _path = path;
        _protocol = protocol;
        _log = log;
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
        catch (Exception) when (cancel.IsCancellationRequested)
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
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            // Whatever it is, the next turn comes. What is not the destination's doing is said, once until it answers again.
            if (destination.IsHealthy && failure is not (HttpRequestException or OperationCanceledException))
                _log.HealthUnknown(destination.Prefix, failure);
            destination.IsHealthy = false;
        }
    }
}
