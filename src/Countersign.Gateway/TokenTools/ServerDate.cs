using Countersign.AspNetCore.Outbound;

namespace Countersign.Gateway.TokenTools;

/// <summary>What a server thinks that the time is: the Date of its answer (RFC 9110 §6.6.1), to a second.</summary>
/// <param name="Value">The time; null when it could not be had.</param>
/// <param name="Failure">Why not; null when it could.</param>
public readonly record struct ServerDate(DateTimeOffset? Value, string? Failure)
{
    /// <summary>How long an answer may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Asks a server by HEAD, without credentials and without following it elsewhere.</summary>
    /// <param name="url">An http or https URL.</param>
    /// <param name="cancel">Ends the question.</param>
    /// <exception cref="OperationCanceledException">The caller ended it.</exception>
    public static async Task<ServerDate> AskAsync(Uri url, CancellationToken cancel)
    {
        using var client = new HttpMessageInvoker(OutboundHandler.Create());
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Timeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, url);
            request.Headers.UserAgent.ParseAdd("Countersign");
            using var response = await client.SendAsync(request, limit.Token);
            return response.Headers.Date is { } date ? new(date, null) : new(null, "its answer has no Date");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new(null, $"no answer within {Timeout.TotalSeconds} s");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return new(null, failure.Message);
        }
    }
}
