using Countersign.Inspector;
using Countersign.WebConsole.Beside;
using Countersign.WebConsole.Guarding;

namespace Countersign.WebConsole.Pages.Playground;

/// <summary>Sends what was composed, and judges what came of it.</summary>
internal static class PlaygroundRun
{
    // Somebody waits for it.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>What came of it, or a sentence that says why nothing was sent.</summary>
    /// <param name="form">What was composed.</param>
    /// <param name="preset">What another page had ready, with what goes before it; null for what a person composed.</param>
    /// <param name="console">The console.</param>
    public static async Task<(Inspection? Inspection, string? Fault)> SendAsync(PlaygroundForm form, PresetRequest? preset, ConsoleRequest console)
    {
        var (order, fault) = form.ToOrder();
        if (order is null)
            return (null, fault);
        if (console.Options.Visits is not { } visits)
            return (null, "This console sends no requests.");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(console.Cancel);
        patience.CancelAfter(Longest);
        try
        {
            var network = new GuardedNetwork(console.Options.Reach, beside: LabBeside.Of(console).End);
            var before = preset?.Before ?? [];
            if (preset?.First is { } first && new PlaygroundForm(first).ToOrder().Order is { } earlier)
                before = [.. before, .. (await visits.AskAsync(earlier with { Marks = preset.Marks }, network, patience.Token)).Exchanges];
            var recording = await visits.AskAsync(order with { Marks = preset?.Marks }, network, patience.Token);
            return (Inspection.Of(recording with { Exchanges = [.. before.Concat(recording.Exchanges).Select((exchange, index) => exchange with { Index = index })] }), null);
        }
        catch (OperationCanceledException) when (!console.Cancel.IsCancellationRequested)
        {
            return (null, "It took longer than a minute, and was stopped.");
        }
        catch (Exception failed) when (failed is IOException or ArgumentException or FormatException)
        {
            return (null, failed.Message);
        }
    }
}
