using System.Runtime.CompilerServices;

namespace Ftop.Decoding.SystemCalls;

/// <summary>
/// Names of what a system call returns when it fails, as a negative number (errno(3), <c>include/uapi/asm-generic/errno.h</c>), and of those
/// that only the kernel sees (<c>include/linux/errno.h</c>): the <c>ERESTART…</c> ones say that the call is started again after a signal.
/// x86 and ARM share these numbers.
/// </summary>
public static class Errno
{
    private const int MaxErrno = 4095;

    private static readonly string?[] Names = Read();

    private static ReadOnlySpan<byte> Table => """
        @1 EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES EFAULT ENOTBLK EBUSY EEXIST EXDEV
        ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM ERANGE EDEADLK
        ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY ELOOP @42 ENOMSG EIDRM ECHRNG EL2NSYNC EL3HLT EL3RST ELNRNG EUNATCH ENOCSI EL2HLT EBADE
        EBADR EXFULL ENOANO EBADRQC EBADSLT @59 EBFONT ENOSTR ENODATA ETIME ENOSR ENONET ENOPKG EREMOTE ENOLINK EADV ESRMNT ECOMM
        EPROTO EMULTIHOP EDOTDOT EBADMSG EOVERFLOW ENOTUNIQ EBADFD EREMCHG ELIBACC ELIBBAD ELIBSCN ELIBMAX ELIBEXEC EILSEQ ERESTART
        ESTRPIPE EUSERS ENOTSOCK EDESTADDRREQ EMSGSIZE EPROTOTYPE ENOPROTOOPT EPROTONOSUPPORT ESOCKTNOSUPPORT EOPNOTSUPP EPFNOSUPPORT
        EAFNOSUPPORT EADDRINUSE EADDRNOTAVAIL ENETDOWN ENETUNREACH ENETRESET ECONNABORTED ECONNRESET ENOBUFS EISCONN ENOTCONN
        ESHUTDOWN ETOOMANYREFS ETIMEDOUT ECONNREFUSED EHOSTDOWN EHOSTUNREACH EALREADY EINPROGRESS ESTALE EUCLEAN ENOTNAM ENAVAIL
        EISNAM EREMOTEIO EDQUOT ENOMEDIUM EMEDIUMTYPE ECANCELED ENOKEY EKEYEXPIRED EKEYREVOKED EKEYREJECTED EOWNERDEAD
        ENOTRECOVERABLE ERFKILL EHWPOISON @512 ERESTARTSYS ERESTARTNOINTR ERESTARTNOHAND ENOIOCTLCMD ERESTART_RESTARTBLOCK
        EPROBE_DEFER EOPENSTALE ENOPARAM @521 EBADHANDLE ENOTSYNC EBADCOOKIE ENOTSUPP ETOOSMALL ESERVERFAULT EBADTYPE EJUKEBOX
        EIOCBQUEUED ERECALLCONFLICT ENOGRACE
        """u8;

    /// <summary>Whether a return value is an error: −4095 to −1 (<c>include/linux/err.h IS_ERR_VALUE</c>).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsError(long returnValue) => returnValue is < 0 and >= -MaxErrno;

    /// <summary>Whether a return value says that the call will be restarted, which is no failure: −512, −513, −514 and −516.</summary>
    public static bool IsRestart(long returnValue) => returnValue is -512 or -513 or -514 or -516;

    /// <summary>The name of a positive error number: <c>ENOENT</c> for 2; <c>errno_N</c> if it has none.</summary>
    public static string Name(int number) => (uint)number < (uint)Names.Length && Names[number] is string name ? name : $"errno_{number}";

    private static string?[] Read()
    {
        List<string?> names = [];
        NumberedNames.Read(names, Table);
        return [.. names];
    }
}
