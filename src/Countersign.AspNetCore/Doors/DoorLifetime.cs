using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Countersign.AspNetCore.Doors;

/// <summary>Opens the store at the start of an application, and ends a start that left endpoints without their door.</summary>
internal sealed class DoorLifetime(IServiceProvider services, IOptions<CountersignOptions> options, DoorUse use) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = services.GetRequiredService<Door>();
        return Task.CompletedTask;
    }

    /// <summary>The pipeline is built and the endpoints are known.</summary>
    /// <exception cref="InvalidOperationException">Endpoints can't be judged; the message names them all.</exception>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var endpoints = services.GetService<EndpointDataSource>()?.Endpoints ?? [];
        string[] problems = [.. use.IsUsed ? endpoints.Select(ProblemOf).OfType<string>() : Unused(endpoints)];
        return problems.Length == 0
            ? Task.CompletedTask
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Countersign can't judge what comes to this application:\n  {string.Join("\n  ", problems)}"));
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<string> Unused(IReadOnlyList<Endpoint> endpoints)
    {
        const string Missing = "app.UseCountersign() was not called, behind UseRouting and before the endpoints";
        if (options.Value.DefaultPolicy is { } byDefault)
            yield return $"the policy '{byDefault}' is to hold by default, and {Missing}";
        if (options.Value.Schemes.Exists(scheme => scheme is SessionSchemeOptions))
            yield return $"people are to sign in, and {Missing}";
        foreach (var endpoint in endpoints.Where(endpoint => !EndpointDemand.Of(endpoint).Policies.IsEmpty))
            yield return $"{endpoint.DisplayName}: {Missing}";
    }

    private string? ProblemOf(Endpoint endpoint) =>
        services.GetRequiredService<Door>().Policies.Of(endpoint) is { Problem: { } problem } ? $"{endpoint.DisplayName}: {problem}" : null;
}
