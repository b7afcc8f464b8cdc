/*
 * Preloaded into charon on kernels that cannot do ESP (no CONFIG_INET_ESP): the kernel's refusal to add, change or delete an SA
 * is read as success. charon then negotiates CHILD_SAs as usual; no ESP packet ever flows.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <linux/netlink.h>
#include <linux/xfrm.h>
#include <sys/socket.h>

static int talks_xfrm(int fd)
{
	int domain = 0, protocol = -1;
	socklen_t size = sizeof(int), other = sizeof(int);

	return getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 && domain == AF_NETLINK &&
	       getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &other) == 0 && protocol == NETLINK_XFRM;
}

static ssize_t agree(int fd, void *buffer, ssize_t octets)
{
	struct nlmsghdr *answer = buffer;
	int left = octets;

	if (octets < (ssize_t) sizeof *answer || !talks_xfrm(fd))
		return octets;
	for (; NLMSG_OK(answer, left); answer = NLMSG_NEXT(answer, left)) {
		struct nlmsgerr *refusal = NLMSG_DATA(answer);

		if (answer->nlmsg_type != NLMSG_ERROR)
			continue;
		switch (refusal->msg.nlmsg_type) {
		case XFRM_MSG_NEWSA:
		case XFRM_MSG_UPDSA:
		case XFRM_MSG_DELSA:
			refusal->error = 0;
		}
	}
	return octets;
}

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
	static ssize_t (*real)(int, void *, size_t, int);

	if (!real)
		*(void **) &real = dlsym(RTLD_NEXT, "recv");
	return agree(fd, buffer, real(fd, buffer, size, flags));
}

ssize_t recvfrom(int fd, void *buffer, size_t size, int flags, struct sockaddr *from, socklen_t *length)
{
	static ssize_t (*real)(int, void *, size_t, int, struct sockaddr *, socklen_t *);

	if (!real)
		*(void **) &real = dlsym(RTLD_NEXT, "recvfrom");
	return agree(fd, buffer, real(fd, buffer, size, flags, from, length));
}
