namespace Countersign.Client.Exchanges;

/// <summary>Takes leave of an answer that nobody reads.</summary>
internal static class Drain
{
    private const int MaxLength = 64 * 1024;

    /// <summary>How long the content of an answer is waited for that nobody asked for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Reads the rest of a short answer, so that its connection serves the next request; a long or slow one is cut off.</summary>
    public static async Task AsideAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        using (response)
        {
            if (response.Content.Headers.ContentLength > MaxLength)
                return;
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(Patience);
            try
            {
                await ReadAsync(response.Content, MaxLength, patience.Token);
            }
            catch (Exception exception) when (exception is IOException or HttpRequestException || (exception is OperationCanceledException && !cancel.IsCancellationRequested))
            {
                // The connection is lost; nobody wanted the rest.
            }
        }
    }

    /// <summary>The first octets of a content.</summary>
    public static async Task<byte[]> ReadAsync(HttpContent content, int maxLength, CancellationToken cancel)
    {
        using var stream = await content.ReadAsStreamAsync(cancel);
        var read = new MemoryStream();
        var piece = new byte[Math.Min(maxLength, 8 * 1024)];
        while (read.Length < maxLength && await stream.ReadAsync(piece.AsMemory(0, (int)Math.Min(piece.Length, maxLength - read.Length)), cancel) is > 0 and var length)
            read.Write(piece, 0, length);
        return read.ToArray();
    }
}
