namespace Countersign.AspNetCore.Stores;

/// <summary>The store can't be used; the message says what to do about it.</summary>
/// <param name="message">What is wrong and what helps.</param>
/// <param name="inner">The cause, or null.</param>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
