using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Stores;
using Countersign.Ports;
using Microsoft.AspNetCore.DataProtection;

namespace Countersign.AspNetCore.SignIn;

/// <summary>
/// Hands browsers over from host to host, sealed: to the sign-in page and back with a ticket. A ticket counts once, for half a minute, at its host, and
/// in the browser that set out from there: nobody can plant one on somebody else, and nobody else's page gets one of use.
/// </summary>
internal sealed class Handovers(IDataProtectionProvider protection, IProofLedger used, TimeProvider clock)
{
    private const int Longest = 8192;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan TicketLifetime = TimeSpan.FromSeconds(30);

    private readonly IDataProtector _handovers = protection.CreateProtector("sign-in handover 1");
    private readonly IDataProtector _tickets = protection.CreateProtector("sign-in ticket 1");

    /// <summary>Sets out from a host.</summary>
    /// <param name="host">The host.</param>
    /// <param name="browser">The browser there.</param>
    /// <param name="target">Where it wants to go there.</param>
    /// <param name="wantsForm">Whether it is to be asked even where somebody is signed in.</param>
    public string Begin(string host, AttemptBrowser browser, ReturnTarget target, bool wantsForm = false) => Begin(host, browser.Hash, target, wantsForm);

    /// <summary>Sets out once more, for a browser that arrived already.</summary>
    public string Begin(string host, string browser, ReturnTarget target, bool wantsForm = false) =>
        Seal(_handovers, new Handover(host, browser, target.Path, clock.GetUtcNow(), wantsForm), HandoverJson.Default.Handover);

    /// <summary>Arrives at the page; null when it is none of ours, or too old.</summary>
    public Handover? Read(string? text) =>
        Open(_handovers, text, HandoverJson.Default.Handover) is { } handover && IsIn(handover.Made, Patience) ? handover : null;

    /// <summary>Sets out from the page, signed in.</summary>
    /// <param name="host">The host to go back to.</param>
    /// <param name="browser">The hash of what the browser has there.</param>
    /// <param name="target">Where it goes on there.</param>
    /// <param name="session">The handle of its session here.</param>
    public string Issue(string host, string browser, ReturnTarget target, string session) =>
        Seal(_tickets, new Ticket(ReferenceIds.Next() + ReferenceIds.Next(), session, host, browser, target.Path, clock.GetUtcNow()), HandoverJson.Default.Ticket);

    /// <summary>Arrives back with a ticket, which is used up by it.</summary>
    /// <param name="text">What came.</param>
    /// <param name="host">The host at which it came.</param>
    /// <param name="browser">The browser that brought it; null when it sent no cookie.</param>
    /// <param name="cancel">Ends the wait for the ledger.</param>
    /// <exception cref="StoreUnavailableException">Whether it was used before can't be told.</exception>
    public async ValueTask<TicketReading> RedeemAsync(string? text, string host, AttemptBrowser? browser, CancellationToken cancel)
    {
        if (Open(_tickets, text, HandoverJson.Default.Ticket) is not { } ticket)
            return new(null, "It is no ticket of this gateway.");
        if (FaultOf(ticket, host, browser) is { } fault)
            return new(null, fault);
        return await used.TryUseAsync("sign-in ticket", ticket.Id, ticket.Made + TicketLifetime + TicketLifetime, cancel) switch
        {
            ReplayOutcome.Fresh => new(ticket, null),
            ReplayOutcome.Unavailable => throw new StoreUnavailableException("Whether the ticket was used before can't be told: the store can't be asked."),
            _ => new(null, "The ticket was used before."),
        };
    }

    private string? FaultOf(Ticket ticket, string host, AttemptBrowser? browser)
    {
        if (!ticket.Host.Equals(host, StringComparison.OrdinalIgnoreCase))
            return "The ticket is for another host.";
        if (browser is null)
            return "The browser did not send back the cookie with which it set out.";
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(ticket.Browser), Encoding.ASCII.GetBytes(browser.Hash)))
            return "The ticket is another browser's.";
        return IsIn(ticket.Made, TicketLifetime) ? null : "The ticket is too old, or the clocks of the gateways differ.";
    }

    private static string Seal<T>(IDataProtector protector, T value, JsonTypeInfo<T> type) =>
        Base64Url.EncodeToString(protector.Protect(JsonSerializer.SerializeToUtf8Bytes(value, type)));

    private static T? Open<T>(IDataProtector protector, string? text, JsonTypeInfo<T> type)
        where T : class
    {
        // Decoders pass over blanks and line ends, and what is read here goes on in addresses.
        if (text is not { Length: > 0 and <= Longest } || text.Any(char.IsWhiteSpace) || !Base64Url.IsValid(text))
            return null;
        try
        {
            return JsonSerializer.Deserialize(protector.Unprotect(Base64Url.DecodeFromChars(text)), type);
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }

    private bool IsIn(DateTimeOffset made, TimeSpan lifetime) => (clock.GetUtcNow() - made).Duration() <= lifetime;
}

[JsonSerializable(typeof(Handover))]
[JsonSerializable(typeof(Ticket))]
internal sealed partial class HandoverJson : JsonSerializerContext;
