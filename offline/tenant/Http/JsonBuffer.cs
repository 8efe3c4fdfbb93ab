using System.Buffers;

namespace SimulatedTenant.Http;

/// <summary>Bytes that grow in arrays of the pool: a page of 999 users is too large an array to be made anew for each answer.</summary>
internal sealed class JsonBuffer : IBufferWriter<byte>, IDisposable
{
    private const int Start = 4096;

    private byte[] _array = ArrayPool<byte>.Shared.Rent(Start);
    private int _count;

    public ReadOnlyMemory<byte> Written => _array.AsMemory(0, _count);

    public void Advance(int count) => _count += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _array.AsMemory(_count);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _array.AsSpan(_count);
    }

    public void Dispose()
    {
        byte[] array = Interlocked.Exchange(ref _array, []);
        _count = 0;
        if (array.Length > 0)
            ArrayPool<byte>.Shared.Return(array);
    }

    private void Ensure(int sizeHint)
    {
        int needed = Math.Max(1, sizeHint);
        if (_array.Length - _count >= needed)
            return;
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_array.Length * 2, _count + needed));
        _array.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }
}
