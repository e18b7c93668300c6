namespace Countersign.AspNetCore.SignIn;

/// <summary>What became of a ticket that came.</summary>
/// <param name="Ticket">The ticket; null when it does not count.</param>
/// <param name="Fault">What is wrong with it, for the operator; null when nothing is.</param>
internal readonly record struct TicketReading(Ticket? Ticket, string? Fault);
