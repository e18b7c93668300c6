using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Countersign.AspNetCore.Words;
using Countersign.Gateway.Admin;
using Countersign.Gateway.Configuration;

namespace Countersign.Gateway.Explaining;

/// <summary>Finds a reference: in the store, else in the memory of the running gateway, through its admin listener.</summary>
public static class JournalLookup
{
    /// <summary>The entry, or null when nobody knows it.</summary>
    public static async Task<JournalEntry?> FindAsync(string reference, GatewayConfiguration configuration, CancellationToken cancel) =>
        FindStored(reference, configuration) ?? await AskAsync(reference, configuration, cancel);

    private static JournalEntry? FindStored(string reference, GatewayConfiguration configuration)
    {
        try
        {
            using var store = Store.OpenReadOnly(configuration.Store);
            return new StoredJournal(store).Find(reference);
        }
        catch (StoreUnavailableException)
        {
            // The gateway may keep its store where this user can't read it; its admin listener still answers.
            return null;
        }
    }

    private static async Task<JournalEntry?> AskAsync(string reference, GatewayConfiguration configuration, CancellationToken cancel)
    {
        if (configuration.Admin is not { } admin || AdminToken.Find(configuration) is not { } token)
            return null;
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(ValueRules.ListenUrl(admin), $"/.countersign/journal/{Uri.EscapeDataString(reference)}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Reveal());
        try
        {
            using var response = await client.SendAsync(request, cancel);
            if (response.StatusCode != HttpStatusCode.OK)
                return null;
            await using var content = await response.Content.ReadAsStreamAsync(cancel);
            return await JsonSerializer.DeserializeAsync(content, JournalJson.Default.JournalEntry, cancel);
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return null;
        }
    }
}
